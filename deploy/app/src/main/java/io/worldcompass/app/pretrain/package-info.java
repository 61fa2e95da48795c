/** Pre-training of the built-in models on the simulated game. */
package io.worldcompass.app.pretrain;
