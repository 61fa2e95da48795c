/** Measurement of world models by a judge that gives no reward, and pictures of what they do. */
package io.worldcompass.gpu.evaluate;
