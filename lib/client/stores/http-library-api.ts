import { photoImageUrl, uploadedPhotoSchema } from "@/lib/contracts/library";
import { AppError } from "@/lib/core/errors";
import type { LibraryApi } from "./library-api";
import { request } from "./request";

/** The library on this app's own server. */
export function createHttpLibraryApi(): LibraryApi {
  return {
    async uploadPhoto(photo, name) {
      const body = new FormData();
      body.set("photo", photo, name);
      const response = await request("/api/v1/photos", { method: "POST", body });
      return uploadedPhotoSchema.parse(await response.json());
    },
    async saveCorrection() {
      throw new AppError("server/unexpected");
    },
    async getEntry() {
      throw new AppError("server/unexpected");
    },
    async getPhoto(photoId) {
      return (await request(photoImageUrl(photoId, "full"))).blob();
    },
    async fetchPhoto(url) {
      const response = await request("/api/v1/photos/fetch", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ url }),
      });
      return response.blob();
    },
  };
}
