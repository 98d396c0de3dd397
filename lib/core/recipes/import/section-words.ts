/*
 * The words that pages without markup use above ingredients and method, and beside times and yields, in nine languages.
 */

/** The heading above the ingredients, whatever follows ("for 4 people"). */
export const INGREDIENTS_HEADING =
  /^(?:the )?(?:ingredients?|you[’']?ll need|what you need|zutaten|das brauchst du|das brauchen wir|ingr[ée]dients?|il vous faut|ingredientes|necesitas|ingredienti|cosa serve|occorrente|ingredi[ëe]nten|benodigdheden|dit heb je nodig|ingredienser|du behöver|det här behöver du|składniki|potrzebne składniki)(?!\p{L})/iu;

export const METHOD_HEADING =
  /^(?:the )?(?:method|instructions?|directions?|preparation|how to (?:make|cook|do)|steps?|procedure|zubereitung|anleitung|so geht[’'s]*|so wird[’'s]* gemacht|arbeitsschritte|pr[ée]paration|r[ée]alisation|recette pas à pas|[ée]tapes|instructions|preparaci[oó]n|elaboraci[oó]n|procedimiento|instrucciones|pasos|cómo (?:hacer|preparar)|preparazione|procedimento|esecuzione|come (?:fare|preparare|si prepara)|bereiding(?:swijze)?|werkwijze|instructies|zo maak je|aan de slag|preparo|preparação|modo de (?:preparo|preparação|fazer|confe[cç][aã]o)|confe[cç][aã]o|como fazer|gör så här|så här gör du|tillagning|instruktioner|sposób (?:przygotowania|wykonania)|przygotowanie|wykonanie|jak zrobić)(?!\p{L})/iu;

/** What stands below is no longer the method. */
export const END_HEADING =
  /^(?:recipe )?(?:notes?|tips?|nutrition|comments?|related|you (?:may|might)|more recipes|equipment|video|storage|faq|about|share|reviews?|leave a|print|tipps?|nährwerte?|kommentare?|das könnte|ähnliche|weitere rezepte|hinweise?|anmerkung(?:en)?|astuces?|conseils?|commentaires|valeurs|vous aimerez|à lire|avis|consejos?|notas?|trucos?|valor(?:es)? nutricional(?:es)?|comentarios|también|recetas relacionadas|note|consigli|valori|commenti|potrebbe|conservazione|ricette|voedingswaarden?|reacties|misschien|ook lekker|dicas?|comentários|veja também|receitas relacionadas|sugestões|näringsvärde|kommentarer|fler recept|tips|liknande|wskazówk[ai]|uwagi|porady|rady|wartości|komentarze|zobacz (?:też|także)|podobne)(?!\p{L})/iu;
export const NOTES_HEADING =
  /^(?:recipe )?(?:notes?|tips?|tipps?|hinweise?|anmerkung(?:en)?|astuces?|conseils?|consejos?|notas?|trucos?|note|consigli|dicas?|tips|wskazówk[ai]|uwagi|porady|rady)\s*:?$/iu;

export const PREP_TIME =
  /(?:prep(?:aration|ping)?(?: time)?|hands.on|active|vorbereitung(?:szeit)?|arbeitszeit|zubereitungszeit|(?:temps de )?préparation|(?:tiempo de )?preparaci[oó]n|preparazione|voorbereiding(?:stijd)?|bereidingstijd|preparo|preparação|förberedelse(?:tid)?|czas przygotowania|przygotowanie)(?!\p{L})/iu;
export const COOK_TIME =
  /(?:cook(?:ing)?(?: time)?|bak(?:e|ing)(?: time)?|koch(?:en|zeit)|backzeit|garzeit|koch-?\/backzeit|cuisson|cocci[oó]n|horneado|cottura|kooktijd|oventijd|baktijd|cozedura|cozimento|tempo de forno|tillagning(?:stid)?|koktid|i ugn|czas (?:gotowania|pieczenia)|gotowanie|pieczenie)(?!\p{L})/iu;
export const TOTAL_TIME =
  /(?:total(?: time)?|ready in|gesamt(?:zeit)?|temps total|tiempo total|tempo totale|total(?:e)? tijd|tempo total|totalt|tidsåtgång|czas (?:całkowity|łączny)|razem)(?!\p{L})/iu;

/** Before what it makes, where that is not for people. */
export const YIELD_LABEL =
  /^(?:makes|yield|yields|ergibt|menge|pour|donne|quantité|para|rinde|salen|per|dosi per|voor|aantal|rende|rendimento|ger|räcker till|antal|na|wychodzi|ilość)\s*:?\s*(?=\d|one|eine?|une?|uma?)/iu;
