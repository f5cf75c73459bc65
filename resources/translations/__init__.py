"""The window's Chinese: duban_zh_CN.ts (source) and .qm (what Qt loads). `make translations` runs build.py."""
