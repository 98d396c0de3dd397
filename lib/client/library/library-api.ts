import type { Correction, SaveCorrectionInput, SavePhotoInput } from "@/lib/contracts/corrections";
import type { LibraryEntry, UploadedPhoto } from "@/lib/contracts/library";

/** What the Detect page asks of the server. Every call rejects with an AppError. */
export interface LibraryApi {
  uploadPhoto(photo: Blob, name: string): Promise<UploadedPhoto>;
  saveCorrection(correction: SaveCorrectionInput): Promise<Correction>;
  /** A photo with its boxes: the server keeps both, or nothing. */
  savePhoto(photo: Blob, name: string, save: SavePhotoInput): Promise<Correction>;
  getEntry(photoId: string): Promise<LibraryEntry>;
  getPhoto(photoId: string): Promise<Blob>;
  /** Fetches a picture by its address through the server, which keeps nothing. */
  fetchPhoto(url: string): Promise<Blob>;
}
