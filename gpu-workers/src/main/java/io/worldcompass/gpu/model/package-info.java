/** World models, noise schedule and sampler (spec S1, S2, S4, S5). */
package io.worldcompass.gpu.model;
