/* web_text.h: what comes with alt texts: percent signs of addresses, tags and entities of HTML. Steps of a cleaning. */
#ifndef CAPTOOLS_MODEL_CLEANING_WEB_TEXT_H
#define CAPTOOLS_MODEL_CLEANING_WEB_TEXT_H

#include "model/cleaning/cleaning.h"

/* urllib.parse.unquote_plus: + is a blank, %C3%A9 is é; what is no UTF-8 becomes U+FFFD. */
void web_unquote(struct rewriting *w);
/* BeautifulSoup(text, "html.parser").text: tags, comments, scripts and styles gone, entities as characters. */
void web_text(struct rewriting *w);

#endif
