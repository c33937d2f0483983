Feature: One ward-round entry through every floor of the house

  Scenario: A nurse is cut off while writing and the home still gets every word
    Given a nurse's workspace of the home "Rowan Court"
    And the record of Grace Okafor, 88, imported from a file of her practice
    When the nurse unlocks the client and places Grace in room 14
    And takes observations that make a NEWS2 of 7
    And begins an entry with a plan and an action for the GP
    And the computer dies before she signs
    And she unlocks the client again and goes back to the entry
    Then her words are offered back for Grace and for nobody else
    When she signs the entry and saves the round sheet
    Then the sheet names Grace by her birthday and number and holds the plan word for word
    And the action for the GP is on it with its day
    And the workspace passes its examination
