export { trainablePhotos } from "./trainable/trainable-photos";
