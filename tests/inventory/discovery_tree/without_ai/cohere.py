def stick(text):
    return text
