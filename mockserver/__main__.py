"""
`python -m mockserver`: the same as `apicontract serve`.
"""

from apicontract.cli import main

if __name__ == "__main__":
    import sys

    main(["serve", *sys.argv[1:]], prog_name="python -m mockserver")
