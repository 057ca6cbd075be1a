/* html.h: text that is safe where it stands in a page. */
#ifndef CAPTOOLS_VIEW_HTML_H
#define CAPTOOLS_VIEW_HTML_H

#include "base/buf.h"
#include "base/span.h"

/* s as the text of an element or the value of a quoted attribute. Control characters that HTML has not, and bytes that are no UTF-8, become U+FFFD. */
void html_text(struct buf *b, struct span s);
/* Valid JSON as the content of a script element: no < > & of it is left as it is, so nothing in it can end the
 * element or begin a comment; U+2028 and U+2029 are escaped, too. */
void html_json(struct buf *b, struct span json);
/* s in base64. */
void html_base64(struct buf *b, struct span s);

#endif
