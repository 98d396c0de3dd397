import { lookOfPhoto, type PhotoLook } from "@/lib/core/monitoring/recording/photo-look";
import { decodePhoto } from "@/server/media/service";
import { getFileStore } from "@/server/storage/service";

/**
 * How a photo looks, by its thumbnail; undefined where that cannot be read. Sharpness is not told: a thumbnail is not the
 * network's input.
 */
export async function lookOfThumbnail(sha256: string): Promise<Omit<PhotoLook, "sharpness"> | undefined> {
  try {
    const bytes = await (await getFileStore()).read(sha256);
    const { rgba, width, height } = await decodePhoto(bytes, { isStored: true });
    const inputSize = Math.max(width, height);
    const data = new Float32Array(inputSize * inputSize * 3);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        for (let channel = 0; channel < 3; channel++)
          data[(y * inputSize + x) * 3 + channel] = (rgba[(y * width + x) * 4 + channel] ?? 0) / 255;
    const transform = { scaleX: 1, scaleY: 1, padX: 0, padY: 0 };
    return lookOfPhoto({ data, layout: "nhwc", inputSize, transform }, { width, height });
  } catch {
    // a file that cannot be read is of nothing
    return undefined;
  }
}
