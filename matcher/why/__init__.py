"""Why a result is as it is: reasons that come with every result, answers to who asks, and their wording."""
