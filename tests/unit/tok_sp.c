/* tok_sp.c: the unigram engine and the character BPE on small vocabularies: best paths, ties, unknowns, bytes, marks, added tokens. */
#include "tok/spbpe.h"
#include "unit/tok_sp.h"

#define META(scheme, split) "'pre_tokenizer':{'type':'Metaspace','replacement':'\xE2\x96\x81','prepend_scheme':'" scheme \
	"','split':" split "},"
#define NORM "'normalizer':{'type':'Sequence','normalizers':[{'type':'Strip','strip_left':false,'strip_right':true}," \
	"{'type':'Replace','pattern':{'Regex':' {2,}'},'content':'\xE2\x96\x81'}]},"
#define M "\xE2\x96\x81"

static void paths(void)
{
	struct sp x;

	sp_open(&x, "{" META("never", "true") "'model':{'type':'Unigram','unk_id':0,'vocab':[['<unk>',0.0],['a',0.0],['b',0.0],"
		"['c',0.0],['d',0.0],['cd',1.0],['ab',2.0],['abc',5.0],['abcd',10.0]]}}");
	IS(&x, "abcdacdxx", "8 1 5 0");
	IS(&x, "", "");
	IS(&x, "xyz", "0");
	IS(&x, "xaybz", "0 1 0 2 0");
	IS(&x, "<unk>", "0");
	IS(&x, "x<unk>y", "0");
	sp_done(&x);
	/* Equal sums: the way that came first stays. */
	sp_open(&x, "{" META("never", "true") "'model':{'type':'Unigram','unk_id':0,'vocab':[['?',-9],['a',-1],['aa',-2],"
		"['aaa',-3],['b',-1.5],['ab',-2.5]]}}");
	IS(&x, "aa", "2");
	IS(&x, "aaaa", "1 3");
	IS(&x, "aaaaaaa", "1 3 3");
	IS(&x, "aab", "1 5");
	IS(&x, "abab", "5 5");
	sp_done(&x);
	/* Of equal pieces the last one's id and score count. */
	sp_open(&x, "{" META("never", "true") "'model':{'type':'Unigram','unk_id':0,'vocab':[['?',-20],['ab',-1],['a',-3],['b',-3],"
		"['ab',-9]]}}");
	IS(&x, "ab", "2 3");
	sp_done(&x);
	/* A NUL is a character like others, and no way back to the root of the trie. */
	sp_open(&x, "{" META("never", "true") "'model':{'type':'Unigram','unk_id':0,'vocab':[['?',-20],['a',-1],['b',-3],['\\u0000b',-2]]}}");
	IS(&x, "a\0b", "1 3");
	IS(&x, "a\0a", "1 0 1");
	IS(&x, "ab\0", "1 2 0");
	sp_done(&x);
}

static void fallback(void)
{
	struct sp x;

	sp_open(&x, "{" META("never", "true") "'model':{'type':'Unigram','unk_id':0,'byte_fallback':true,'vocab':[['?',-9],['a',-1],"
		"['<0xC3>',-5],['<0xA9>',-5],['<0xC2>',-5],['" M "',-2]]}}");
	IS(&x, "a\xC3\xA9" "a", "1 2 3 1");
	IS(&x, "\xC2\xA9\xC3\xA9", "4 3 2 3"); /* two unknowns are one, but all their bytes are there */
	IS(&x, "\xC3\xA9\xC3\xA8", "0");     /* one byte is missing: one unknown */
	IS(&x, " \xC3\xA9", "5 2 3");
	OK(span_is(sp_pieces(&x, SPAN("a \xC3\xA9")), "1[0,1) 5[1,2) 2[2,4) 3[2,4)"), "bytes cover their whole character");
	sp_done(&x);
}

static void marks(void)
{
	struct sp x;
	static const char vocab[] = "'model':{'type':'Unigram','unk_id':0,'vocab':[['?',-9],['" M "',-2],['a',-3],['b',-3],['" M "a',-3.5],"
		"['" M "ab',-4],['\\n',-4]]}}";
	struct arena a = ARENA_INIT;

	sp_open(&x, arena_printf(&a, "{%s%s%s", NORM, META("always", "true"), vocab).p);
	IS(&x, "a", "4");
	IS(&x, "ab a", "5 4");
	IS(&x, " a", "4");
	IS(&x, "   a   b  ", "4 1 3");
	IS(&x, "a \n", "4");
	IS(&x, "a\nb", "4 6 3");
	IS(&x, " ", "");
	IS(&x, M "a" M, "4 1");
	IS(&x, "a " M "b", "4 1 1 3");
	OK(span_is(sp_pieces(&x, SPAN("b a   ab")), "1[0,0) 3[0,1) 4[1,3) 5[3,8)"), "a mark that was put there has no bytes");
	sp_done(&x);
	sp_open(&x, arena_printf(&a, "{%s%s", META("first", "false"), vocab).p);
	IS(&x, "ab a", "5 4");
	IS(&x, "  a ", "1 4 1");
	sp_done(&x);
	sp_open(&x, arena_printf(&a, "{%s%s", META("never", "true"), vocab).p);
	IS(&x, "ab ab", "2 3 5");
	sp_done(&x);
	/* Each normalizer alone. */
	sp_open(&x, arena_printf(&a, "{'normalizer':{'type':'Sequence','normalizers':[{'type':'Prepend','prepend':'" M "'},{'type':"
		"'Replace','pattern':{'String':' '},'content':'" M "'}]},%s", vocab).p);
	IS(&x, " ab a", "1 5 4");
	IS(&x, "", "");
	sp_done(&x);
	sp_open(&x, arena_printf(&a, "{'normalizer':{'type':'Strip','strip_left':true,'strip_right':true},%s%s",
		META("always", "true"), vocab).p);
	IS(&x, "\xC2\xA0 ab  a\xE3\x80\x80", "5 1 4");
	sp_done(&x);
	sp_open(&x, arena_printf(&a, "{'pre_tokenizer':{'type':'Sequence','pretokenizers':[{'type':'WhitespaceSplit'},{'type':"
		"'Metaspace','replacement':'" M "','add_prefix_space':true}]},%s", vocab).p);
	IS(&x, "\n ab\ta \xE3\x80\x80 " M "ab" M "a ", "5 4 5 4");
	sp_done(&x);
	arena_fini(&a);
}

#define ADDED(id, content, flags) "{'id':" #id ",'content':'" content "'," flags "'special':false}"
#define F(single, l, r, n) "'single_word':" #single ",'lstrip':" #l ",'rstrip':" #r ",'normalized':" #n ","

static void added(void)
{
	struct sp x;

	sp_open(&x, "{'added_tokens':[" ADDED(5, "<x>", F(false, false, false, false)) "," ADDED(6, "<l>", F(false, true, false, false)) ","
		ADDED(7, "<r>", F(false, false, true, false)) "," ADDED(8, "cat", F(true, false, false, false)) ","
		ADDED(9, "<xx>", F(false, false, false, false)) "]," NORM META("always", "true")
		"'model':{'type':'Unigram','unk_id':0,'vocab':[['?',-9],['" M "',-2],['a',-3],['b',-3],['" M "a',-3.5]]}}");
	IS(&x, "a<x>a", "4 5 4");
	IS(&x, "a <x> a", "4 5 4");
	IS(&x, "a <l> a", "4 6 4");
	IS(&x, "a <r> a", "4 7 4");
	IS(&x, "a <r> <l> <l>", "4 7 6 6");
	IS(&x, "a cat", "4 8");
	IS(&x, "acat cat_ cat", "4 0 2 0 1 0 2 0 8");
	IS(&x, "<xx><x", "9 1 0");
	IS(&x, "  <x>  ", "5");
	OK(span_is(sp_pieces(&x, SPAN("a <l> <r>  a")), "4[0,1) 6[1,5) 7[6,11) 4[11,12)"), "an added token covers what it strips");
	sp_done(&x);
	/* Matched in normalised text: before Metaspace, behind the normalizer. */
	sp_open(&x, "{'added_tokens':[" ADDED(5, "b", F(false, false, false, true)) "," ADDED(6, M "a", F(false, false, false, true)) "],"
		"'normalizer':{'type':'Replace','pattern':{'String':' '},'content':'" M "'},"
		"'model':{'type':'BPE','unk_token':null,'vocab':{'" M "':0,'a':1,'c':2,'" M "c':3,'b':4},'merges':['" M " c']}}");
	IS(&x, "ab c a", "1 4 3 5");
	OK(span_is(sp_pieces(&x, SPAN("ab c a")), "1[0,1) 4[1,2) 3[2,4) 5[4,6)"), "their bytes");
	sp_done(&x);
	/* First: only where the caption begins, not behind an added token. */
	sp_open(&x, "{'added_tokens':[" ADDED(4, "<s>", F(false, false, false, false)) "]," META("first", "false")
		"'model':{'type':'BPE','unk_token':null,'vocab':{'" M "':0,'a':1,'" M "a':2,'aa':3},'merges':['" M " a','a a']}}");
	IS(&x, "aa<s>aa a", "2 1 4 3 2");
	IS(&x, "<s>a", "4 1");
	sp_done(&x);
}

static void characters(void)
{
	struct sp x;

	/* Bytes where a character is unknown; an unknown waits for the next known character; unknowns are one. */
	sp_open(&x, "{'normalizer':{'type':'Replace','pattern':{'String':' '},'content':'" M "'},'model':{'type':'BPE','unk_token':'<unk>',"
		"'fuse_unk':true,'byte_fallback':true,'vocab':{'<unk>':0,'" M "':1,'a':2,'b':3,'ab':4,'" M "ab':5,'<0xC3>':6,'<0xA9>':7,"
		"'aab':8},'merges':[['a','b'],['" M "','ab'],['a','ab']]}}");
	IS(&x, "ab ab aab", "4 5 1 8");
	IS(&x, "a\xC3\xA9" "b", "2 6 7 3");
	IS(&x, "zz\xC3\xA9" "zb", "6 7 0 3");
	IS(&x, "zz a", "0 1 2");
	OK(spbpe_cuts_runs(&x.s), "no merge reaches over the begin of a run of marks");
	sp_done(&x);
	sp_open(&x, "{'normalizer':{'type':'Replace','pattern':{'String':' '},'content':'" M "'},'model':{'type':'BPE','unk_token':'<unk>',"
		"'vocab':{'<unk>':0,'" M "':1,'a':2,'b':3,'a" M "':4,'a" M "b':5},'merges':['a " M "','a" M " b']}}");
	OK(!spbpe_cuts_runs(&x.s), "a merge that does is seen, and nothing is cut");
	IS(&x, "a b a ba bz", "5 1 5 5 0");
	IS(&x, "zz", "0 0");
	sp_done(&x);
	/* The same pair twice: the later rank counts. */
	sp_open(&x, "{" META("first", "false") "'model':{'type':'BPE','unk_token':null,'vocab':{'" M "':0,'a':1,'b':2,'c':3,'ab':4,'bc':5},"
		"'merges':['a b','b c','a b']}}");
	IS(&x, "abc", "0 1 5");
	IS(&x, "zaz", "0 1");
	sp_done(&x);
}

int main(void)
{
	paths();
	fallback();
	marks();
	added();
	characters();
	return tap_end();
}
