/**
 * Negative-aware fine-tuning of a world model (spec S12 to S15): pure steps from a state and
 * samples to the next state, without any Kafka.
 */
package io.worldcompass.gpu.train;
