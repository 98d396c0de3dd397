/** Names that drivers without hardware give themselves. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render|\bwarp\b|\bcpu\b/i;

/** True if an adapter's or renderer's description says that a processor draws, not a graphics card. */
export function isSoftwareGpu(description: string): boolean {
  return SOFTWARE.test(description);
}
