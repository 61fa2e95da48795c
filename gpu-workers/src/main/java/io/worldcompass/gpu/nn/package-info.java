/** Small neural-network layers over one flat parameter vector. */
package io.worldcompass.gpu.nn;
