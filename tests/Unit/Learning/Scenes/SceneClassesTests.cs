using Prcl.Learning.Scenes;
using Xunit;

namespace Prcl.Unit.Learning.Scenes;

public class SceneClassesTests
{
    [Fact]
    public void Ids_are_places_in_the_list_and_colours_differ()
    {
        Assert.Equal(["Sky", "Building", "Road", "Pavement", "Vegetation", "Car", "Person", "Pole"], SceneClasses.List.Select(c => c.Name));
        Assert.All(SceneClasses.List, (c, place) => Assert.Equal(place, c.Id));
        Assert.Equal(SceneClasses.List.Count, SceneClasses.Palette.Distinct().Count());
        Assert.Equal(SceneClasses.List[2].Colour, SceneClasses.Palette[2]);
    }
}
