using Prcl.Learning.Scenes;
using Xunit;

namespace Prcl.Unit.Learning.Scenes;

public class SceneConditionsTests
{
    [Theory]
    [InlineData(SceneDomain.Day)]
    [InlineData(SceneDomain.Dusk)]
    [InlineData(SceneDomain.Rain)]
    public void Light_changes_smoothly_within_a_domain(SceneDomain domain)
    {
        double largestStep = 0, low = double.PositiveInfinity, high = 0;
        for (var frame = 0; frame < 400; frame++)
        {
            float now = SceneConditions.At(domain, frame, 0.3).Ambient.Z, next = SceneConditions.At(domain, frame + 1, 0.3).Ambient.Z;
            largestStep = Math.Max(largestStep, Math.Abs(next - now));
            (low, high) = (Math.Min(low, now), Math.Max(high, now));
        }

        Assert.InRange(largestStep, 1e-6, 0.01);
        Assert.True(high - low > 0.08);
    }
}
