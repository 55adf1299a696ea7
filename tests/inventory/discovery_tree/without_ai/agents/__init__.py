class Agent(str):
    pass
