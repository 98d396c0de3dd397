/**
 * What the worker build puts in place of `@tensorflow/tfjs-core`: the same module without the optimizers that its
 * index registers, so that the rest can be shaken out.
 */
import "@tensorflow/tfjs-core/dist/base_side_effects";

export * from "@tensorflow/tfjs-core/dist/base";
