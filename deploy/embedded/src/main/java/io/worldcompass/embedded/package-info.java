/**
 * A real Kafka broker and a schema registry inside this process, for {@code local} and for tests:
 * nothing to install, data survive restarts. Both are meant for one machine and listen on the
 * loopback interface only.
 */
package io.worldcompass.embedded;
