/**
 * Rewards and how they are measured: interaction following (spec S7) and visual quality (spec S8),
 * on generated pixels.
 */
package io.worldcompass.gpu.reward;
