/**
 * Recorded play becomes scenarios: gameplay log readers (one class per format), the rules that cut
 * ticks into clips and label them (spec S6), and the producer that writes them to the
 * prompt-actions topic.
 */
package io.worldcompass.producers;
