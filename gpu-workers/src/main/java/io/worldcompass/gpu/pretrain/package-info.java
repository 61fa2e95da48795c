/** Training of the built-in models from recorded play, before reinforcement. */
package io.worldcompass.gpu.pretrain;
