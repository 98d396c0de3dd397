export { type FetchOptions, fetchPublic, type Wanted } from "./fetch-public";
