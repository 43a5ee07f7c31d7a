# man
dist_man_MANS += %D%/headroom-template.5
