from kundebro.cli import main

main()
