"""Which texts break things? Letters of many kinds, every sign that we treat apart, and junk."""

from __future__ import annotations

from hypothesis import strategies as st

SIGNS = [*"abAB019 .,;-‐‑'’`´@#:/_?*~^=\"“”()&<>\\", *"\0\x1b\u00ad\u200b\ufeff\u0301\u202e\n\t"]
PIECES = "http:// www. Rp us$ é ß İ ﬁ １ ½ ŉ ٣ 10.000 &amp;".split()  # noqa: SIM905
OPERATORS = [" OR ", " AND ", " NOT ", " DAN ", "judul:", "situs:", "tanggal:", "id:", "~2", "^3"]

junk = st.one_of(
    st.sampled_from(SIGNS),
    st.sampled_from(PIECES),
    st.characters(),
    st.characters(categories=["Cs"]),  # lone surrogates
)
texts = st.lists(junk, max_size=60).map("".join)
queries = st.lists(
    st.one_of(st.sampled_from(OPERATORS), st.sampled_from(SIGNS), junk, st.just("korupsi")),
    max_size=40,
).map("".join)
