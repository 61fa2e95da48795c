/**
 * What a run's topics say of it: how everything ended, where each number came from, what would have
 * been chosen otherwise. Functions of records; no Kafka client is used here.
 */
package io.worldcompass.app.history;
