#!/usr/bin/env python3
"""captions.py N: N captions, no two alike, tags and sentences mixed, always the same ones."""
import sys

SUBJECT = "red apple,golden retriever,woman in a blue coat,old lighthouse,black cat,steam train,cup of coffee,mountain lake".split(",")
PLACE = "on a wooden table,in a green field,beside a window,on a beach,in the snow,under a bridge,at night,in a kitchen".split(",")
LIGHT = "lit from above,soft light,backlit,golden hour,studio lighting,overcast sky".split(",")
TAGS = "1girl,solo,food focus,blue eyes,masterpiece,close-up,no humans,long hair,depth of field,simple background".split(",")
out = []
for i in range(int(sys.argv[1])):
    s, p, l = SUBJECT[i % 8], PLACE[i // 8 % 8], LIGHT[i // 64 % 6]
    if i % 3:
        out.append("a photo of a %s %s, %s, frame %d" % (s, p, l, i))
    else:
        out.append("%s, %s, %s, %s, number %d" % (TAGS[i % 10], TAGS[i // 10 % 10], s, p, i))
    if len(out) == 10000:
        sys.stdout.write("\n".join(out) + "\n")
        out = []
if out:
    sys.stdout.write("\n".join(out) + "\n")
