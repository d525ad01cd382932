class RamStorage:
    files: dict[str, bytes]
