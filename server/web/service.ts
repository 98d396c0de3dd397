export { type FetchOptions, fetchPublic, type WantedBody } from "./fetch-public";
