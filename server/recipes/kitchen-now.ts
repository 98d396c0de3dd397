import { createKitchen } from "./kitchen";

/** The one kitchen of this process. */
export const kitchenNow = createKitchen();
