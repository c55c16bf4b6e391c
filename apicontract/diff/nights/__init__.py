"""
What changed from one night to the next in the recordings of one data folder.

Pure: recordings and the runs that made them in, changes out. A record that was not sampled is never taken for gone,
and what is seen for the first time in a record that nobody recorded before is no change.
"""
