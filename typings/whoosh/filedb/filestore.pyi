class FileStorage:
    folder: str

class RamStorage:
    files: dict[str, bytes]
