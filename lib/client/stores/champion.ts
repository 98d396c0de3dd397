import { type ModelManifest, modelManifestSchema } from "@/lib/contracts/model-manifest";
import { request } from "./request";

/** The manifest of the model in use. @throws AppError */
export async function fetchChampion(): Promise<ModelManifest> {
  const response = await request("/api/v1/models/champion");
  return modelManifestSchema.parse(await response.json());
}
