"""What do the commands take, call and print?"""
