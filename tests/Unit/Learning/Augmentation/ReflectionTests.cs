using Prcl.Learning.Augmentation;
using Xunit;

namespace Prcl.Unit.Learning.Augmentation;

public sealed class ReflectionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Reflection_bounces_as_often_as_it_must(int length)
    {
        for (var position = -40; position <= 40; position++)
        {
            Assert.Equal(NaiveBorder.Reflect(position, length), Reflection.Of(position, length));
        }
    }
}
