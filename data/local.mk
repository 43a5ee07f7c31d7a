EXTRA_DIST += %D%/README.md %D%/night.jtl %D%/night.xml %D%/regression.jtl %D%/stress.jtl %D%/resources.csv
