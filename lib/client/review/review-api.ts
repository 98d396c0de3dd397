import { fetchApi, toApiError } from "@/lib/client/api/api-error";
import type { ApiClient } from "@/lib/client/api/trpc";
import { photoImageUrl } from "@/lib/contracts/library";
import type { Review, ReviewInput, ReviewItem } from "@/lib/contracts/review";

/** What the review desk asks of the server. Every call rejects with an AppError. */
export interface ReviewApi {
  item(photoId: string): Promise<ReviewItem>;
  image(photoId: string): Promise<Blob>;
  decide(input: ReviewInput): Promise<Review>;
  undo(photoId: string, reviewId: string): Promise<void>;
}

export function createHttpReviewApi(api: ApiClient): ReviewApi {
  const rethrow = (error: unknown): never => {
    throw toApiError(error);
  };
  return {
    item: (photoId) => api.review.item.query({ photoId }).catch(rethrow),
    async image(photoId) {
      return (await fetchApi(photoImageUrl(photoId, "full"))).blob();
    },
    decide: (input) => api.review.decide.mutate(input).catch(rethrow),
    undo: (photoId, reviewId) => api.review.undo.mutate({ photoId, reviewId }).catch(rethrow),
  };
}
