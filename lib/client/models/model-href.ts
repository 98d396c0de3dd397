/** Address of a model's page. */
export function modelHref(id: string): string {
  return `/studio/models/${id}`;
}
