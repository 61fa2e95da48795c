/**
 * The four stream processors (planner, best-of-n, batcher, monitoring) as one topology class each,
 * and the selection algorithm as pure classes without Kafka: {@link
 * io.worldcompass.streams.Curriculum} (spec S3), {@link io.worldcompass.streams.Advantages} (S9,
 * S10), {@link io.worldcompass.streams.BestOfN} (S11) and {@link
 * io.worldcompass.streams.BatchAssembler}, which puts them together.
 */
package io.worldcompass.streams;
