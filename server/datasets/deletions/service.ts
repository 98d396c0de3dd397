import { markContentDeleted } from "./repository";

/**
 * Called after a photo's row is gone: every data-set version that holds it says so from now on, and nothing that was
 * measured of its pixels is kept. Does nothing while another photo has the same content.
 * @returns in how many versions it was marked
 */
export function markDeleted(sha256: string): Promise<number> {
  return markContentDeleted(sha256, new Date());
}
