declare module "heic-decode" {
  interface DecodedHeic {
    readonly width: number;
    readonly height: number;
    /** [width × height × 4] RGBA. */
    readonly data: ArrayBuffer | Uint8ClampedArray;
  }
  export default function decodeHeic(input: { readonly buffer: Uint8Array }): Promise<DecodedHeic>;
}
