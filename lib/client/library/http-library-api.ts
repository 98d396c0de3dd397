import { fetchApi, toApiError } from "@/lib/client/api/api-error";
import type { ApiClient } from "@/lib/client/api/trpc";
import { correctionSchema } from "@/lib/contracts/corrections";
import { photoImageUrl, uploadedPhotoSchema } from "@/lib/contracts/library";
import type { LibraryApi } from "./library-api";

/** The library on this app's own server. */
export function createHttpLibraryApi(api: ApiClient): LibraryApi {
  return {
    async uploadPhoto(photo, name) {
      const body = new FormData();
      body.set("photo", photo, name);
      const response = await fetchApi("/api/v1/photos", { method: "POST", body });
      return uploadedPhotoSchema.parse(await response.json());
    },
    saveCorrection: (correction) => api.corrections.save.mutate(correction).catch(rethrow),
    async savePhoto(photo, name, save) {
      const body = new FormData();
      body.set("photo", photo, name);
      body.set("save", JSON.stringify(save));
      const response = await fetchApi("/api/v1/saves", { method: "POST", body });
      return correctionSchema.parse(await response.json());
    },
    getEntry: (photoId) => api.library.get.query({ photoId }).catch(rethrow),
    async getPhoto(photoId) {
      return (await fetchApi(photoImageUrl(photoId, "full"))).blob();
    },
    async fetchPhoto(url) {
      const response = await fetchApi("/api/v1/photos/fetch", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ url }),
      });
      return response.blob();
    },
  };
}

function rethrow(error: unknown): never {
  throw toApiError(error);
}
