import { fetchApi } from "@/lib/client/api/api-error";
import { type ModelManifest, modelManifestSchema } from "@/lib/contracts/model-manifest";

/** The manifest of the model in use. @throws AppError */
export async function fetchChampion(): Promise<ModelManifest> {
  const response = await fetchApi("/api/v1/models/champion");
  return modelManifestSchema.parse(await response.json());
}
