"""What agencies send: ninjs, NITF, NewsML-G2 and NewsML 1, IPTC 7901 and ANPA 1312, exports of WordPress.

Every field of an item becomes a candidate with the place where it stood (`NITF hl1`, `ninjs headline`); what metadata
have no field for goes to `extra` under the same plain names in every format: `uri`, `version`, `slugline`, `urgency`,
`ednote`, `located`, `abstract`, `usage_terms` … An item's pictures are figures of their captions; nothing is fetched.
"""
