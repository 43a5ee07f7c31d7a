# The recipes of headroom-scale(7).
EXTRA_DIST += %D%/recipe.sh
dist_check_SCRIPTS += %D%/local.sh %D%/hosts.sh %D%/slurm.sh
TESTS += %D%/local.sh %D%/hosts.sh %D%/slurm.sh
