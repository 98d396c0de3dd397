/** Foods that go by their English name, or one much like it, in all nine languages. */
const INTERNATIONAL = new Set(
  `gochujang kimchi harissa wasabi nori sriracha tempeh seitan tofu halloumi paneer mirin tahini udon
  garam-masala quinoa bulgur couscous feta ricotta mozzarella mascarpone chorizo pancetta prosciutto ketchup kefir skyr polenta
  gnocchi naan ciabatta edamame tamari rum brandy cheddar brie gouda pesto avocado kiwi mango ghee baguette spaghetti fusilli
  farfalle tagliatelle miso sambal`.split(/\s+/),
);

export function isInternational(foodId: string): boolean {
  return INTERNATIONAL.has(foodId);
}
